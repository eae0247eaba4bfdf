# frozen_string_literal: true

# A driver for the official Ruby client, the gem `openai`: see docs/driver-protocol.md.
#
# The client makes its own calls to a server of this process, which answers with the bytes, so that all of the client's
# own code between the socket and the caller is under test.

require "base64"
require "json"
require "socket"

begin
  require "openai"
rescue LoadError => e
  warn "the gem 'openai' is not installed (#{e.message}): run 'bundle install' beside driver.rb"
  exit 1
end

SERVER = TCPServer.new("127.0.0.1", 0)
BODY = Struct.new(:bytes).new("")

# Answers every request with the bytes of the moment, and closes the connection.
Thread.new do
  loop do
    Thread.new(SERVER.accept) do |socket|
      nil until ["\r\n", nil].include?(socket.gets)
      head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
      socket.write("#{head}content-length: #{BODY.bytes.bytesize}\r\nconnection: close\r\n\r\n", BODY.bytes)
    rescue SystemCallError, IOError
      nil # the client has gone
    ensure
      socket.close
    end
  end
end

CLIENT = OpenAI::Client.new(
  api_key: "none",
  base_url: "http://127.0.0.1:#{SERVER.addr[1]}/v1",
  max_retries: 0,
  timeout: 30
)
THREADS = CLIENT.beta.chatkit.threads

# A page is an object of the client's own: these are its public fields.
def fields_of(page)
  {"data" => page.data, "has_more" => page.has_more, "last_id" => page.last_id}
end

SHAPES = {
  "chat_session" => -> { CLIENT.beta.chatkit.sessions.cancel("cksess_1") },
  "thread" => -> { THREADS.retrieve("cthr_1") },
  "thread_list" => -> { fields_of(THREADS.list) },
  "thread_item_list" => -> { fields_of(THREADS.list_items("cthr_1")) },
  "thread_deleted" => -> { THREADS.delete("cthr_1") }
}.freeze

# What the class that the client built says in `type`, where `type` is a constant of that class.
def tag_of(model)
  fresh = model.class.new({})
  tag = fresh.respond_to?(:type) ? fresh.type : nil
  tag.is_a?(Symbol) ? tag.to_s : nil
rescue StandardError
  nil
end

# The value as JSON has it; notes by JSON path which member of a union each object was taken for.
def plain(value, path, variants)
  case value
  when OpenAI::BaseModel
    tag = tag_of(value)
    variants[path] = tag if tag
    plain(value.to_h, path, variants)
  when Hash
    value.to_h { |name, each| [name.to_s, plain(each, "#{path}.#{name}", variants)] }
  when Array
    value.each_with_index.map { |each, i| plain(each, "#{path}[#{i}]", variants) }
  when Symbol
    value.to_s
  when Float
    value.finite? ? value : value.to_s
  else
    value
  end
end

def parse(message)
  call = SHAPES[message["shape"]]
  return {"outcome" => "skipped", "reason" => "no such shape"} if call.nil?

  BODY.bytes = Base64.decode64(message["body"])
  variants = {}
  value = plain(call.call, "$", variants)
  {"outcome" => "value", "variants" => variants, "value" => value}
rescue StandardError, SystemStackError => e # whatever a caller would have to catch
  typed = e.is_a?(OpenAI::Errors::Error)
  {"outcome" => "error", "error" => {"type" => e.class.name, "message" => e.message.scrub, "typed" => typed}}
end

PAGES = ["thread_list $", "thread_item_list $"].freeze
HELLO = {
  "protocol" => 1,
  "driver" => {"name" => "openai-ruby", "version" => OpenAI::VERSION, "language" => "ruby"},
  "modes" => ["parse"],
  "shapes" => SHAPES.keys,
  "traits" => {
    "lenient" => true,
    "fractionsAsDoubles" => true,
    "unmodelled" => PAGES.flat_map { |page| ["#{page}.object", "#{page}.first_id"] },
    "ignoresUnknownFields" => PAGES,
    "fillsDefaults" => PAGES.flat_map { |page| ["#{page}.data", "#{page}.has_more", "#{page}.last_id"] }
  }
}.freeze

def line(message)
  answer = message["cmd"] == "parse" ? parse(message) : {"outcome" => "skipped", "reason" => "no such mode"}
  JSON.generate({"id" => message["id"]}.merge(answer), max_nesting: 0)
rescue StandardError, SystemStackError => e # the client gave a value that Ruby can't write
  failure = {"type" => "driver: #{e.class}", "message" => e.message.scrub}
  JSON.generate({"id" => message["id"], "outcome" => "error", "error" => failure})
end

$stdout.sync = true
$stdin.each_line do |text|
  message = JSON.parse(text)
  break if message["cmd"] == "stop"

  puts(message["cmd"] == "hello" ? JSON.generate(HELLO) : line(message))
end
