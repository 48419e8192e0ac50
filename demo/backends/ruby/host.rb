# The picker's two endpoints in Ruby, with WEBrick and the standard library: `gem install webrick; ruby host.rb`.
require 'digest'
require 'erb'
require 'json'
require 'net/http'
require 'webrick'

API_KEY = ENV.fetch('CODAT_API_KEY')
CONNECTOR = ENV.fetch('CODAT_CONNECTOR_KEY')
CODAT = ENV.fetch('CODAT_BASE_URL', 'https://api.codat.io')
# Yours: who is logged in, as your framework's session says. Here one merchant is, by a cookie.
SESSIONS = { ENV.fetch('SESSION') => 'Café & Co / #1' }.freeze
TWO_HOURS = 2 * 60 * 60

# What the browser is told, in the form of RFC 9457.
class Problem < StandardError
  attr_reader :status, :code, :title, :retryable, :headers

  def initialize(status, code, title, retryable: false, headers: {})
    super(title)
    @status, @code, @title, @retryable, @headers = status, code, title, retryable, headers
  end
end

# Net::HTTP follows no redirect by itself, and the key must not: it is for Codat alone.
def ask_codat(path)
  uri = URI(CODAT + path)
  request = Net::HTTP::Get.new(uri)
  request['Authorization'] = "Basic #{[API_KEY].pack('m0')}"
  limits = { use_ssl: uri.scheme == 'https', open_timeout: 5, read_timeout: 10 }
  answer = Net::HTTP.start(uri.host, uri.port, limits) { |http| http.request(request) }
  case answer.code.to_i
  when 200 then JSON.parse(answer.body)
  # Codat's own words and status stay here: its 401 speaks of the key, not of the merchant.
  when 429
    wait = { 'Retry-After' => answer['Retry-After'] || '5' }
    raise Problem.new(429, 'rate-limited', 'Too many calls to Codat', retryable: true, headers: wait)
  when 500.. then raise Problem.new(503, 'unavailable', 'Codat can’t serve this now', retryable: true)
  else raise Problem.new(502, 'unavailable', 'Codat refused the call')
  end
rescue Timeout::Error
  raise Problem.new(504, 'timeout', 'Codat did not answer in time', retryable: true)
rescue SystemCallError, IOError, SocketError, OpenSSL::SSL::SSLError, JSON::ParserError
  raise Problem.new(503, 'unavailable', 'Codat could not be reached', retryable: true)
end

# What can be picked, and what was picked of late. WEBrick answers in many threads.
class Shop
  def initialize
    @lock = Mutex.new
    @until = Time.at(0)
    @picks = {}
  end

  # The accounting software that is switched on in Codat's portal, without the host itself.
  def offer
    @lock.synchronize do
      if @until < Time.now
        rows = ask_codat('/config/integrations?page=1&pageSize=500')['results']
        rows.select! { |row| row['enabled'] && row['sourceType'] == 'Accounting' && row['key'] != CONNECTOR }
        rows.each { |row| row['branding'] = ask_codat("/config/integrations/#{row['key']}/branding") }
        @rows = rows
        @until = Time.now + TWO_HOURS
      end
      @rows
    end
  end

  # A browser may send a POST again by itself. The same pick must not be made twice.
  def once(merchant, key)
    return unless key

    @lock.synchronize do
      @picks.delete_if { |_, at| at < Time.now - 60 }
      raise Problem.new(409, 'conflict', 'This pick was sent before', retryable: true) if @picks.key?([merchant, key])

      @picks[[merchant, key]] = Time.now
    end
  end
end

class Host < WEBrick::HTTPServlet::AbstractServlet
  def initialize(server, shop)
    super(server)
    @shop = shop
  end

  def service(request, response)
    case request.path.split('/').last
    when 'integrations'
      only(request, 'GET', 'HEAD')
      send_list(request, response)
    when 'sync-url'
      only(request, 'POST')
      send_sync_url(request, response)
    else raise Problem.new(404, 'not-found', 'Only integrations and sync-url are answered here')
    end
  rescue Problem => problem
    send_problem(response, problem)
  rescue StandardError => error
    warn error.full_message
    send_problem(response, Problem.new(500, 'unknown', 'An unexpected failure; the log has it'))
  end

  private

  def only(request, *methods)
    return if methods.include?(request.request_method)

    raise Problem.new(405, 'bad-request', 'No such method', headers: { 'Allow' => methods.join(', ') })
  end

  def merchant(request)
    cookie = request.cookies.find { |one| one.name == 'session' }
    SESSIONS[cookie&.value] or raise Problem.new(401, 'unauthenticated', 'Nobody is logged in')
  end

  def send_list(request, response)
    merchant(request)
    body = JSON.generate(results: @shop.offer)
    etag = %(W/"#{Digest::SHA256.hexdigest(body)[0, 27]}")
    headers = { 'Cache-Control' => 'private, no-cache', 'Vary' => 'Cookie', 'ETag' => etag }
    if request['If-None-Match'] == etag
      answer(response, 304, nil, headers)
    else
      answer(response, 200, body, headers.merge('Content-Type' => 'application/json'))
    end
  end

  def send_sync_url(request, response)
    # Another site's page could otherwise make the merchant's browser create companies at Codat.
    site = request['Sec-Fetch-Site']
    own = request['Origin'].to_s.sub(%r{\Ahttps?://}, '') == request['Host']
    unless site ? site == 'same-origin' : own
      raise Problem.new(403, 'forbidden', 'Only a page of the same origin may ask for a Sync URL')
    end
    unless request.content_type.to_s.split(';').first.to_s.strip.downcase == 'application/json'
      raise Problem.new(415, 'bad-request', 'The body must be application/json')
    end

    merchant = merchant(request)
    key = platform_key(request)
    unless @shop.offer.any? { |row| row['key'] == key }
      raise Problem.new(404, 'unknown-platform', 'This platformKey is not on offer')
    end

    @shop.once(merchant, request['Idempotency-Key'])
    # The connector is commerce software here. Where yours is accounting software, the two keys change places.
    query = "merchantIdentifier=#{ERB::Util.url_encode(merchant)}"
    url = ask_codat("/config/sync/commerce/#{CONNECTOR}/#{key}/start?#{query}")['url']
    headers = { 'Content-Type' => 'application/json', 'Cache-Control' => 'no-store', 'Referrer-Policy' => 'no-referrer' }
    answer(response, 200, JSON.generate(url: url), headers)
  end

  def platform_key(request)
    raise Problem.new(413, 'bad-request', 'The body is too large') if request.content_length.to_i > 4096

    body = JSON.parse(request.body.to_s)
    raise Problem.new(400, 'bad-request', 'The body is not a JSON object') unless body.is_a?(Hash)
    if (body.keys & %w[merchantIdentifier companyId redirectUrl]).any?
      raise Problem.new(400, 'bad-request', 'The body must name a platformKey and nothing else')
    end

    key = body['platformKey']
    # Before it becomes a part of a path beside the key. (\z: the very end, and not that of a line.)
    return key if key.is_a?(String) && key.match?(/\A[a-z]{4}\z/)

    raise Problem.new(400, 'bad-request', 'platformKey must be four lower-case letters')
  rescue JSON::ParserError
    raise Problem.new(400, 'bad-request', 'The body is not JSON')
  end

  def send_problem(response, problem)
    body = JSON.generate(
      type: "urn:codat-commerce-picker:problem:#{problem.code}",
      title: problem.title,
      status: problem.status,
      code: problem.code,
      retryable: problem.retryable
    )
    headers = { 'Content-Type' => 'application/problem+json', 'Cache-Control' => 'no-store' }
    answer(response, problem.status, body, headers.merge(problem.headers))
  end

  def answer(response, status, body, headers)
    response.status = status
    headers.merge('X-Content-Type-Options' => 'nosniff').each { |name, value| response[name] = value }
    response.body = body
  end
end

options = { BindAddress: '127.0.0.1', Port: Integer(ENV.fetch('PORT', '3000')), AccessLog: [] }
server = WEBrick::HTTPServer.new(**options, Logger: WEBrick::Log.new(nil, WEBrick::Log::WARN))
server.mount('/', Host, Shop.new)
trap('INT') { server.shutdown }
server.start
