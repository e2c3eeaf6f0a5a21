import CCurl

/// A URL, parsed by libcurl, which also sends the request, so that both agree on its host.
package struct WebAddress: Sendable, Equatable {
  /// Normalised by libcurl: scheme and host in lower case, dots of the path resolved, no fragment.
  let text: String
  /// `https` or `http`.
  package let scheme: String
  /// In lower case; an IPv6 address in brackets.
  package let host: String

  /// - Throws: what is wrong, as the end of a sentence that begins with the URL.
  package init(_ text: String) throws(WebAddressFault) { try self.init([text]) }

  /// The target of a `Location`, relative to this URL.
  func following(_ location: String) throws(WebAddressFault) -> WebAddress { try WebAddress([text, location]) }

  /// Whether the host is the loopback interface.
  var isLoopback: Bool { host == "localhost" || NetworkAddress(host)?.isLoopback == true }

  /// The URL with an encoded parameter added to the query.
  func appending(_ name: String, _ value: String) -> String {
    let joint = !text.contains("?") ? "?" : text.hasSuffix("?") || text.hasSuffix("&") ? "" : "&"
    return text + joint + urlEncoded(name) + "=" + urlEncoded(value)
  }

  /// Each text is resolved relative to the one before, as a browser does with a link.
  private init(_ texts: [String]) throws(WebAddressFault) {
    guard let handle = curl_url() else { throw .malformed("there is not enough memory to read it") }
    defer { curl_url_cleanup(handle) }
    for (index, text) in texts.enumerated() {
      if text.utf8.contains(0) { throw .malformed("it holds a zero byte") }
      // A redirect may need escapes; the URL of a declaration must have them.
      let flags = index == 0 ? 0 : UInt32(CURLU_URLENCODE)
      let code = curl_url_set(handle, CURLUPART_URL, text, flags | UInt32(CURLU_NON_SUPPORT_SCHEME))
      if code != CURLUE_OK { throw .malformed(Self.complaint(code)) }
    }
    curl_url_set(handle, CURLUPART_FRAGMENT, nil, 0)
    let part = { (part: CURLUPart) -> String? in
      var value: UnsafeMutablePointer<CChar>?
      guard curl_url_get(handle, part, &value, 0) == CURLUE_OK, let value else { return nil }
      defer { curl_free(value) }
      return String(cString: value)
    }
    guard let scheme = part(CURLUPART_SCHEME), scheme == "https" || scheme == "http" else {
      throw .scheme(part(CURLUPART_SCHEME) ?? "none")
    }
    if part(CURLUPART_USER) != nil || part(CURLUPART_PASSWORD) != nil { throw .userInformation }
    guard let host = part(CURLUPART_HOST), !host.isEmpty, let text = part(CURLUPART_URL) else {
      throw .malformed("it names no host")
    }
    (self.text, self.scheme, self.host) = (text, scheme, host.lowercased())
  }

  private static func complaint(_ code: CURLUcode) -> String {
    switch code {
    case CURLUE_BAD_SCHEME, CURLUE_NO_SCHEME: "it does not begin with https://"
    case CURLUE_BAD_PORT_NUMBER: "its port is not a number from 0 to 65535"
    case CURLUE_BAD_HOSTNAME, CURLUE_NO_HOST: "its host is neither a name nor an address"
    case CURLUE_BAD_IPV6: "its host is not an IPv6 address"
    default: String(cString: curl_url_strerror(code)).lowercased()
    }
  }
}

package enum WebAddressFault: Error, Equatable {
  case malformed(String)
  case scheme(String)
  case userInformation
}
