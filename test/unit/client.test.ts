import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backoff } from '../../src/client/backoff.js';
import { Watchdog } from '../../src/client/watchdog.js';

it('waits longer after each crash, but no longer than half a minute', () => {
  expect([0, 1, 2, 3, 4, 50].map(backoff)).toEqual([0, 0, 500, 1000, 2000, 30_000]);
});

describe('the watchdog', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks each second, and gives up when nothing is heard for too long', () => {
    const ask = vi.fn();
    const onHang = vi.fn();
    new Watchdog(ask, onHang).start(3);
    vi.advanceTimersByTime(3000);
    expect(ask).toHaveBeenCalledTimes(3);
    expect(onHang).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(onHang).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(10_000);
    expect(onHang).toHaveBeenCalledOnce();
  });

  it('is calmed by any sign of life, and by being stopped', () => {
    const onHang = vi.fn();
    const watchdog = new Watchdog(() => watchdog.heard(), onHang);
    watchdog.start(2);
    vi.advanceTimersByTime(60_000);
    watchdog.stop();
    vi.advanceTimersByTime(60_000);
    expect(onHang).not.toHaveBeenCalled();
  });
});
