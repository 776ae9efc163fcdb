import { expect, test, vi } from 'vitest';
import { abortable } from './abortable';

test('a promise that is in time is passed on', async () => {
  const { signal } = new AbortController();
  await expect(abortable(Promise.resolve(3), signal)).resolves.toBe(3);
  await expect(abortable(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
});

test('aborted while waiting, it rejects at once and lets go of what comes too late', async () => {
  const controller = new AbortController();
  const tooLate = vi.fn();
  let arrive: (value: string) => void = () => {};
  const waiting = abortable(
    new Promise<string>((resolve) => {
      arrive = resolve;
    }),
    controller.signal,
    tooLate,
  );
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  arrive('a port');
  await vi.waitFor(() => expect(tooLate).toHaveBeenCalledWith('a port'));
});

test('a failure that comes after the abort bothers nobody', async () => {
  const unheard = vi.fn();
  process.on('unhandledRejection', unheard);
  let fail: (error: Error) => void = () => {};
  const promise = new Promise<never>((_, reject) => {
    fail = reject;
  });
  await expect(abortable(promise, AbortSignal.abort())).rejects.toMatchObject({
    name: 'AbortError',
  });
  fail(new Error('the port is gone'));
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off('unhandledRejection', unheard);
  expect(unheard).not.toHaveBeenCalled();
});
