import { Socket } from 'node:net';
import { onTestFinished, vi } from 'vitest';

type Method = (this: Socket, ...rest: unknown[]) => unknown;
const original = (name: 'write' | 'connect'): Method => Reflect.get(Socket.prototype, name) as Method;

/** The moments at which text that begins with `prefix` is handed to any socket of this process, until the test ends. */
export function watchWrites(prefix: string, nowMs: () => number): readonly number[] {
  const writtenMs: number[] = [];
  const write = original('write');
  const spy = vi.spyOn(Socket.prototype, 'write');
  spy.mockImplementation(function watched(this: Socket, ...rest: unknown[]) {
    if (String(rest[0]).startsWith(prefix)) writtenMs.push(nowMs());
    return Reflect.apply(write, this, rest) as boolean;
  });
  onTestFinished(() => spy.mockRestore());
  return writtenMs;
}

/** Lets sockets of this process take their time to connect, until the test ends. */
export function delayConnecting(delayMs: number): void {
  const connect = original('connect');
  const spy = vi.spyOn(Socket.prototype, 'connect');
  spy.mockImplementation(function delayed(this: Socket, ...rest: unknown[]) {
    Reflect.set(this, 'connecting', true);
    setTimeout(() => Reflect.apply(connect, this, rest), delayMs);
    return this;
  });
  onTestFinished(() => spy.mockRestore());
}
