# frozen_string_literal: true

# What docs/findings.md lists of the Ruby client, by its ids, with the client alone: no code of this project.
#
#   ruby property/drivers/ruby/by_hand.rb [ID…]
#
# Prints what happens, and ends with 1 when something that is listed does not.

require "json"
require "socket"
require "zlib"
require "openai"

# What a call gave: its value or its error, what was asked, and when.
Came = Struct.new(:value, :error, :asked, :at)

# Makes a call of a client with its defaults against a server: one answer after the other, the last one again.
def asks(answers, call)
  server = TCPServer.new("127.0.0.1", 0)
  came = Came.new(nil, nil, [], [])
  Thread.new do
    loop { Thread.new(server.accept) { |socket| serve(socket, answers, came) } }
  end
  client = OpenAI::Client.new(api_key: "k", base_url: "http://127.0.0.1:#{server.addr[1]}")
  begin
    came.value = call.call(client.beta.chatkit)
  rescue StandardError => e
    came.error = e
  end
  came
end

# One request a connection.
def serve(socket, answers, came)
  line = socket.gets.to_s.split
  length = 0
  while (header = socket.gets) && header != "\r\n"
    length = header.split(": ")[1].to_i if header.downcase.start_with?("content-length")
  end
  socket.read(length)
  came.asked << line.first(2).join(" ")
  came.at << Process.clock_gettime(Process::CLOCK_MONOTONIC)
  answers[[came.asked.length, answers.length].min - 1].call(socket)
ensure
  socket.close
end

def answer(status, body = "", headers = {})
  all = {"content-type" => "application/json", "x-request-id" => "req_1", **headers}
  all = {} if status == 204
  head = all.merge("content-length" => body.bytesize, "connection" => "close").map { |pair| pair.join(": ") }
  ->(socket) { socket.write("HTTP/1.1 #{status} x\r\n#{head.join("\r\n")}\r\n\r\n#{body}") }
end

def page(id, more, last_id)
  answer(200, JSON.generate({object: "list", data: [{id: id}], has_more: more, last_id: last_id}))
end

RESET = ->(socket) { socket.setsockopt(Socket::SOL_SOCKET, Socket::SO_LINGER, [1, 0].pack("ii")) }
CLOSE = ->(_) {}
REFUSE = answer(400, "{}", "x-should-retry" => "false")
SESSION = answer(200, '{"id":"cksess_1"}')
BODY = '{"error":{"message":"There is no such thread.","type":"invalid_request_error","param":null,"code":"not_there"}}'

GET = ->(chatkit) { chatkit.threads.retrieve("cthr_1") }
CREATE = ->(chatkit) { chatkit.sessions.create(user: "u", workflow: {id: "wf_1"}) }
WALK = lambda do |chatkit|
  ids = []
  chatkit.threads.list.auto_paging_each { |each| ids << each.id }
  ids
end

NO_CODE = ->(came) { came.error.is_a?(OpenAI::Errors::BadRequestError) && came.error.code.nil? }
TWICE = ->(came) { came.asked.count("POST /chatkit/sessions") >= 2 }
GIVEN = ->(came) { came.error.nil? && !came.value.is_a?(OpenAI::BaseModel) }
UNTYPED = ->(came) { came.error.is_a?(NoMethodError) }
asked = ->(line, times = 1) { ->(came) { came.asked.count(line) >= times } }
first = page("e1", true, "e1")
plain = {"content-type" => "text/plain"}
others = JSON.generate({trace: [1], **JSON.parse(BODY)})
huge = BODY.sub("There", "x" * (2**20))

# Each finding: what is done, and what is to come of it.
FINDINGS = {
  "error-code" => [[answer(400, BODY)], GET, NO_CODE],
  "error-code-among-others" => [[answer(400, others)], GET, NO_CODE],
  "error-code-compressed" => [[answer(400, Zlib.gzip(BODY), "content-encoding" => "gzip")], GET, NO_CODE],
  "error-code-huge" => [[answer(400, huge)], GET, NO_CODE],
  "error-code-text-plain" => [[answer(400, BODY, plain)], GET, NO_CODE],
  "error-message-text-plain" => [
    [answer(400, BODY, plain)], GET, ->(came) { !came.error.message.include?("no such") }
  ],
  "repeated-cursor" => [[first] * 5 + [REFUSE], WALK, asked.call("GET /chatkit/threads?after=e1", 5)],
  "cursors-in-a-circle" => [
    [first, page("e2", true, "e2"), first, REFUSE], WALK, asked.call("GET /chatkit/threads?after=e1", 2)
  ],
  "post-twice-5xx" => [[answer(500, "{}"), SESSION], CREATE, TWICE],
  "post-twice-reset" => [[RESET, SESSION], CREATE, TWICE],
  "post-twice-close" => [[CLOSE, SESSION], CREATE, TWICE],
  "retry-after-hour" => [
    [answer(429, "{}", "retry-after" => "3600"), answer(200, "{}")],
    GET,
    ->(came) { came.at[1] && came.at[1] - came.at[0] < 20 }
  ],
  "thread-204" => [[answer(204)], GET, GIVEN],
  "session-204" => [[answer(204)], CREATE, GIVEN],
  "list-204" => [[answer(204)], WALK, UNTYPED],
  "thread-no-body" => [[answer(200)], GET, GIVEN],
  "list-no-body" => [[answer(200)], WALK, UNTYPED],
  "list-error-body" => [[answer(200, BODY)], WALK, ->(came) { came.value == [] }],
  "empty-id-get" => [
    [answer(200, "{}")], ->(chatkit) { chatkit.threads.retrieve("") }, asked.call("GET /chatkit/threads/")
  ],
  "empty-id-delete" => [
    [answer(200, "{}")], ->(chatkit) { chatkit.threads.delete("") }, asked.call("DELETE /chatkit/threads/")
  ],
  "empty-id-post" => [
    [answer(200, "{}")], ->(chatkit) { chatkit.sessions.cancel("") }, asked.call("POST /chatkit/sessions//cancel")
  ]
}.freeze

code = 0
FINDINGS.each do |id, (answers, call, happens)|
  next unless ARGV.empty? || ARGV.include?(id)

  came = asks(answers, call)
  word = happens.call(came) ? "as listed" : "NOT SO   "
  code = 1 unless word == "as listed"
  got = (came.error || came.value).inspect.lines.first.chomp[0, 100]
  puts "#{word}  #{id.ljust(24)}  #{got}, after #{came.asked.length} requests"
end
exit code
