import CCurl
import Formats

/// Owns a libcurl handle for one GET, on one thread.
///
/// It follows no redirects, keeps no cookies, always checks certificates, and allows one scheme. The handle is in a multi
/// handle of its own, which another thread can wake, so that a cancelled transfer ends at once.
struct Transfer: ~Copyable {
  private let easy: UnsafeMutableRawPointer
  private let multi: UnsafeMutableRawPointer
  private let headers: UnsafeMutablePointer<curl_slist>?
  private let control: TransferControl

  /// Blocks the thread until the plan is done, has failed or is cancelled.
  static func perform(_ plan: TransferPlan, control: TransferControl) -> Result<TransferAnswer, TransferFault> {
    var reception = TransferReceiver(plan: plan, control: control)
    return withUnsafeMutablePointer(to: &reception) { reception in
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CURL_ERROR_SIZE)) { words in
        words.initialize(repeating: 0)
        // Both pointers outlive the handle, which is freed at the end of this closure.
        guard let transfer = Transfer(control: control, headers: plan.headers + ["Accept-Encoding: gzip"]) else {
          return .failure(.failed(code: CURLE_OUT_OF_MEMORY.rawValue, words: ""))
        }
        var code = transfer.configure(plan, reception: reception, words: words.baseAddress)
        if code == CURLE_OK { code = transfer.run() }
        if control.isCancelled { return .failure(.cancelled) }
        if code == CURLE_OK {
          return transfer.answer(body: reception.pointee.body).unpacked(maximumBytes: plan.maximumBytes)
        }
        if case .tooLarge = reception.pointee.fault { return .failure(.tooLarge(announced: transfer.announcedLength)) }
        // A refused address is the reason, unless another address of the same name was reached.
        if code != CURLE_COULDNT_CONNECT, case .refusedAddress = reception.pointee.fault {
          reception.pointee.fault = nil
        }
        if let fault = reception.pointee.fault { return .failure(fault) }
        // A name server that does not answer.
        if code == CURLE_OPERATION_TIMEDOUT, !reception.pointee.isResolved { code = CURLE_COULDNT_RESOLVE_HOST }
        let text = String(decoding: words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return .failure(.failed(code: code.rawValue, words: text))
      }
    }
  }

  private init?(control: TransferControl, headers lines: [String]) {
    guard Self.libraryIsReady, let easy = curl_easy_init() else { return nil }
    guard let multi = curl_multi_init() else {
      curl_easy_cleanup(easy)
      return nil
    }
    var list: UnsafeMutablePointer<curl_slist>?
    for line in lines {
      guard let longer = curl_slist_append(list, line) else {
        curl_slist_free_all(list)
        curl_multi_cleanup(multi)
        curl_easy_cleanup(easy)
        return nil
      }
      list = longer
    }
    (self.easy, self.multi, self.headers, self.control) = (easy, multi, list, control)
  }

  deinit {
    control.detach()
    curl_multi_remove_handle(multi, easy)
    curl_easy_cleanup(easy)
    curl_multi_cleanup(multi)
    curl_slist_free_all(headers)
  }

  /// Initialised once, before the first handle.
  private static let libraryIsReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  // MARK: - Options

  private borrowing func configure(
    _ plan: TransferPlan, reception: UnsafeMutablePointer<TransferReceiver>, words: UnsafeMutablePointer<CChar>?
  ) -> CURLcode {
    let options = plan.options
    var texts: [(CURLoption, String)] = [
      (CURLOPT_URL, plan.url),
      (CURLOPT_PROTOCOLS_STR, plan.scheme),
      // No redirect is followed; this is a second safeguard.
      (CURLOPT_REDIR_PROTOCOLS_STR, plan.scheme),
      (CURLOPT_USERAGENT, plan.userAgent),
    ]
    if let file = options.certificateFile { texts.append((CURLOPT_CAINFO, file)) }
    if let proxy = options.proxy { texts.append((CURLOPT_PROXY, proxy)) }
    let longs: [(CURLoption, Int)] = [
      (CURLOPT_NOSIGNAL, 1),
      (CURLOPT_FOLLOWLOCATION, 0),
      (CURLOPT_MAXREDIRS, 0),
      (CURLOPT_NOPROGRESS, 0),
      (CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
      (CURLOPT_CONNECTTIMEOUT_MS, milliseconds(options.connectSeconds)),
      (CURLOPT_TIMEOUT_MS, milliseconds(options.totalSeconds)),
      (CURLOPT_LOW_SPEED_LIMIT, 1),
      (CURLOPT_LOW_SPEED_TIME, max(1, Int(min(options.stallSeconds, 1e6).rounded(.up)))),
      // A slow name server does not delay the end of a transfer.
      (CURLOPT_QUICK_EXIT, 1),
    ]
    let pointers: [(CURLoption, UnsafeMutableRawPointer?)] = [
      (CURLOPT_HTTPHEADER, UnsafeMutableRawPointer(headers)),
      (CURLOPT_WRITEDATA, UnsafeMutableRawPointer(reception)),
      (CURLOPT_HEADERDATA, UnsafeMutableRawPointer(reception)),
      (CURLOPT_XFERINFODATA, UnsafeMutableRawPointer(reception)),
      (CURLOPT_OPENSOCKETDATA, UnsafeMutableRawPointer(reception)),
      (CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(words)),
    ]
    var codes = texts.map { engram_set_text(easy, $0, $1) }
    codes += longs.map { engram_set_long(easy, $0, $1) }
    codes += pointers.map { engram_set_pointer(easy, $0, $1) }
    // The callbacks enforce the size limit: MAXFILESIZE of libcurl ignores compressed answers and those of unknown length.
    codes += setCallbacks()
    return codes.first { $0 != CURLE_OK } ?? CURLE_OK
  }

  private borrowing func setCallbacks() -> [CURLcode] {
    [
      engram_set_write(easy) { bytes, _, count, context in
        guard let bytes, let context else { return 0 }
        let reception = context.assumingMemoryBound(to: TransferReceiver.self)
        return reception.pointee.take(UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
      },
      engram_set_header(easy) { _, size, count, context in
        guard let context else { return 0 }
        let reception = context.assumingMemoryBound(to: TransferReceiver.self)
        return reception.pointee.takeHeader(bytes: size * count) ? size * count : 0
      },
      engram_set_progress(easy) { context, total, received, _, _ in
        guard let context else { return 1 }
        let reception = context.assumingMemoryBound(to: TransferReceiver.self)
        return reception.pointee.goOn(total: Int(total), received: Int(received)) ? 0 : 1
      },
      engram_set_open_socket(easy) { context, _, address in
        guard let context, let address else { return CURL_SOCKET_BAD }
        return context.assumingMemoryBound(to: TransferReceiver.self).pointee.openSocket(address)
      },
    ]
  }

  // MARK: - The run

  private borrowing func run() -> CURLcode {
    guard curl_multi_add_handle(multi, easy) == CURLM_OK else { return CURLE_FAILED_INIT }
    control.attach(multi)
    defer { control.detach() }
    return withoutBrokenPipeSignal {
      var running: Int32 = 1
      while running > 0, !control.isCancelled {
        guard curl_multi_perform(multi, &running) == CURLM_OK else { return CURLE_FAILED_INIT }
        if running > 0 { curl_multi_poll(multi, nil, 0, 1000, nil) }
      }
      var left: Int32 = 0
      while let message = curl_multi_info_read(multi, &left) {
        if message.pointee.msg == CURLMSG_DONE { return message.pointee.data.result }
      }
      return CURLE_ABORTED_BY_CALLBACK
    }
  }

  // MARK: - The answer

  private borrowing func answer(body: [UInt8]) -> TransferAnswer {
    var status = 0
    engram_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
    var headers: [FetchRequest.Header] = []
    var last: UnsafeMutablePointer<curl_header>?
    while let header = curl_easy_nextheader(easy, UInt32(CURLH_HEADER), -1, last) {
      headers.append(
        FetchRequest.Header(String(cString: header.pointee.name).lowercased(), String(cString: header.pointee.value)))
      last = header
    }
    var version = 0
    engram_get_long(easy, CURLINFO_HTTP_VERSION, &version)
    var answer = TransferAnswer(status: status, headers: headers, body: body)
    // HTTP/2 and later end a body by a frame.
    answer.isFramed =
      version >= Int(CURL_HTTP_VERSION_2_0) || answer.header("content-length") != nil
      || answer.header("transfer-encoding")?.lowercased().contains("chunked") == true
    return answer
  }

  private var announcedLength: Int? {
    var length: curl_off_t = -1
    engram_get_size(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length)
    return length >= 0 ? Int(length) : nil
  }
}

extension TransferAnswer {
  /// The answer with its body unpacked. libcurl would take a gzip stream that is cut for a whole one, so it decodes none.
  fileprivate consuming func unpacked(maximumBytes: Int) -> Result<TransferAnswer, TransferFault> {
    let encodings = headers.filter { $0.name == "content-encoding" }.map { $0.value.lowercased() }
    guard let encoding = encodings.first(where: { $0 != "identity" && !$0.isEmpty }), !body.isEmpty else {
      return .success(self)
    }
    guard encodings.count == 1, encoding == "gzip" || encoding == "x-gzip" else {
      return .failure(.unpackable(encoding: encodings.joined(separator: ", ")))
    }
    switch gunzipped(body, maximumBytes: maximumBytes) {
    case .whole(let plain): (body, isFramed) = (plain, true)
    case .cut: return .failure(.cut)
    case .damaged: return .failure(.unpackable(encoding: encoding))
    case .tooLarge: return .failure(.tooLarge(announced: nil))
    }
    return .success(self)
  }
}

/// At least 1, since 0 is libcurl's default or no limit.
private func milliseconds(_ seconds: Double) -> Int { max(1, Int(min(seconds, 1e6) * 1000)) }
