import CCurl

/// The owner of one handle of libcurl's, for one GET. Never leaves the thread it was made on.
///
/// It follows no redirect, keeps no cookie, always checks certificates, and speaks one scheme. The handle stands in a
/// set of its own, as only a set can be woken: a cancelled transfer ends at once, not at libcurl's next look round.
struct Transfer: ~Copyable {
  private let easy: UnsafeMutableRawPointer
  private let multi: UnsafeMutableRawPointer
  private let headers: UnsafeMutablePointer<curl_slist>?
  private let control: TransferControl

  /// Performs the plan, and returns when it is done, has failed or was cancelled. Blocks the thread meanwhile.
  static func perform(_ plan: TransferPlan, control: TransferControl) -> Result<TransferAnswer, TransferFault> {
    var reception = TransferReceiver(plan: plan, control: control)
    return withUnsafeMutablePointer(to: &reception) { reception in
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CURL_ERROR_SIZE)) { words in
        words.initialize(repeating: 0)
        // Both pointers outlive the handle: it goes at the end of this closure.
        guard let transfer = Transfer(control: control, headers: plan.headers) else {
          return .failure(.failed(code: CURLE_OUT_OF_MEMORY.rawValue, words: ""))
        }
        var code = transfer.configure(plan, reception: reception, words: words.baseAddress)
        if code == CURLE_OK { code = transfer.run() }
        if control.isCancelled { return .failure(.cancelled) }
        if code == CURLE_OK { return .success(transfer.answer(body: reception.pointee.body)) }
        if case .tooLarge = reception.pointee.fault { return .failure(.tooLarge(announced: transfer.announcedLength)) }
        // An address that was refused is the reason unless another one of the same name could be spoken to.
        if code != CURLE_COULDNT_CONNECT, case .refusedAddress = reception.pointee.fault {
          reception.pointee.fault = nil
        }
        if let fault = reception.pointee.fault { return .failure(fault) }
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

  /// Once, before the first handle.
  private static let libraryIsReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  // MARK: - Options

  private borrowing func configure(
    _ plan: TransferPlan, reception: UnsafeMutablePointer<TransferReceiver>, words: UnsafeMutablePointer<CChar>?
  ) -> CURLcode {
    let options = plan.options
    var texts: [(CURLoption, String)] = [
      (CURLOPT_URL, plan.url),
      (CURLOPT_PROTOCOLS_STR, plan.scheme),
      // None is followed; should that ever change, then not into other protocols.
      (CURLOPT_REDIR_PROTOCOLS_STR, plan.scheme),
      // Every encoding that libcurl can undo.
      (CURLOPT_ACCEPT_ENCODING, ""),
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
      // A name server that is slow to answer cannot hold up the end of a transfer.
      (CURLOPT_QUICK_EXIT, 1),
    ]
    let pointers: [(CURLoption, UnsafeMutableRawPointer?)] = [
      (CURLOPT_HTTPHEADER, UnsafeMutableRawPointer(headers)),
      (CURLOPT_WRITEDATA, UnsafeMutableRawPointer(reception)),
      (CURLOPT_XFERINFODATA, UnsafeMutableRawPointer(reception)),
      (CURLOPT_OPENSOCKETDATA, UnsafeMutableRawPointer(reception)),
      (CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(words)),
    ]
    var codes = texts.map { engram_set_text(easy, $0, $1) }
    codes += longs.map { engram_set_long(easy, $0, $1) }
    codes += pointers.map { engram_set_pointer(easy, $0, $1) }
    // The limit in size is kept by the callbacks alone: libcurl's own (MAXFILESIZE) knows nothing of answers that are
    // packed or of unsaid length, and does not tell how long the others are.
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
    return TransferAnswer(status: status, headers: headers, body: body)
  }

  private var announcedLength: Int? {
    var length: curl_off_t = -1
    engram_get_size(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length)
    return length >= 0 ? Int(length) : nil
  }
}

/// At least one: 0 would be libcurl's word for its own default, or for none.
private func milliseconds(_ seconds: Double) -> Int { max(1, Int(min(seconds, 1e6) * 1000)) }
