# frozen_string_literal: true

# A driver for the calls of the official Ruby client, the gem `openai`: see docs/driver-protocol.md, mode `call`.
#
# The client keeps its defaults: retries, pauses, auto-paging and errors are what is under test. Calls run side by side
# in threads, for most of them wait.

require "json"

begin
  require "openai"
rescue LoadError => e
  warn "the gem 'openai' is not installed (#{e.message}): run 'bundle install' beside call.rb"
  exit 1
end

# Into `seen` goes what a pager yields, as it yields it.
def collect(page, seen)
  page.auto_paging_each { |entry| seen << entry }
  seen
end

CALLS = {
  "sessions.create" => ->(chatkit, params, _) { chatkit.sessions.create(params) },
  "sessions.cancel" => ->(chatkit, params, _) { chatkit.sessions.cancel(params[:session_id]) },
  "threads.retrieve" => ->(chatkit, params, _) { chatkit.threads.retrieve(params[:thread_id]) },
  "threads.delete" => ->(chatkit, params, _) { chatkit.threads.delete(params[:thread_id]) },
  "threads.list" => ->(chatkit, params, seen) { collect(chatkit.threads.list(params), seen) },
  "threads.listItems" => lambda { |chatkit, params, seen|
    collect(chatkit.threads.list_items(params[:thread_id], params.except(:thread_id)), seen)
  }
}.freeze

HELLO = {
  "protocol" => 1,
  "driver" => {"name" => "openai-ruby", "version" => OpenAI::VERSION, "language" => "ruby"},
  "modes" => ["call"],
  "operations" => CALLS.keys
}.freeze

# What a caller can learn of an error: of a refusal its status, code and request id too.
def told(error)
  typed = error.is_a?(OpenAI::Errors::Error)
  about = {"type" => error.class.name, "message" => error.message.to_s.scrub, "typed" => typed}
  return about unless error.is_a?(OpenAI::Errors::APIError)

  # The body is a part of what the error tells its caller; one that is no JSON has to be read.
  body = error.body.respond_to?(:read) ? error.body.read : error.body
  about["message"] += " (body: #{body.inspect.scrub})" unless body.nil?
  code = error.code
  about.merge("status" => error.status, "code" => code.is_a?(String) ? code : nil, "requestId" => error.request_id)
end

def call(message)
  make = CALLS[message[:operation]]
  return {"outcome" => "skipped", "reason" => "no operation #{message[:operation]}"} if make.nil?

  seen = []
  options = {api_key: message[:apiKey], base_url: message[:baseURL]}
  options[:timeout] = message[:timeoutMs] / 1000.0 if message[:timeoutMs]
  begin
    value = make.call(OpenAI::Client.new(**options).beta.chatkit, message[:params], seen)
    {"outcome" => "value", "value" => value}
  rescue StandardError, SystemStackError => e # whatever a caller would have to catch
    {"outcome" => "error", "error" => told(e), "value" => seen}
  end
end

def line(message)
  JSON.generate({"id" => message[:id]}.merge(call(message)))
rescue StandardError, SystemStackError => e # the client gave a value that Ruby can't write
  failure = {"type" => "driver: #{e.class}", "message" => e.message.scrub}
  JSON.generate({"id" => message[:id], "outcome" => "error", "error" => failure})
end

LOCK = Mutex.new

def write(text)
  LOCK.synchronize do
    $stdout.puts(text)
    $stdout.flush
  end
end

$stdin.each_line do |text|
  message = JSON.parse(text, symbolize_names: true)
  case message[:cmd]
  when "stop" then break
  when "hello" then write(JSON.generate(HELLO))
  when "call" then Thread.new { write(line(message)) }
  else write(JSON.generate({"id" => message[:id], "outcome" => "skipped", "reason" => "no such mode"}))
  end
end
