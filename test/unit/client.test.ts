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
    new Watchdog(ask, onHang).start({ life: 3, progress: 100 });
    vi.advanceTimersByTime(3000);
    expect(ask).toHaveBeenCalledTimes(3);
    expect(onHang).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(onHang).toHaveBeenCalledOnce();
    expect(onHang).toHaveBeenCalledWith('life');
    vi.advanceTimersByTime(10_000);
    expect(onHang).toHaveBeenCalledOnce();
  });

  it('is calmed by any sign of life, and by being stopped', () => {
    const onHang = vi.fn();
    const watchdog = new Watchdog(() => watchdog.heard(), onHang);
    watchdog.start({ life: 2, progress: 100 });
    vi.advanceTimersByTime(60_000);
    watchdog.stop();
    vi.advanceTimersByTime(600_000);
    expect(onHang).not.toHaveBeenCalled();
  });

  it('gives up what answers for long without progress, and waits for what makes some', () => {
    const onHang = vi.fn();
    const watchdog: Watchdog = new Watchdog(() => watchdog.heard(), onHang);
    watchdog.start({ life: 2, progress: 300 });
    for (let minute = 0; minute < 60; minute++) {
      vi.advanceTimersByTime(60_000);
      watchdog.progressed();
    }
    vi.advanceTimersByTime(300_000);
    expect(onHang).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(onHang).toHaveBeenCalledWith('progress');
  });

  it('counts on when whoever waited gives up and asks anew', () => {
    const onHang = vi.fn();
    const watchdog = new Watchdog(vi.fn(), onHang);
    for (let time = 0; time < 4; time++) {
      watchdog.start({ life: 10, progress: 100 });
      vi.advanceTimersByTime(3000);
      watchdog.stop();
      vi.advanceTimersByTime(60_000);
    }
    expect(onHang).toHaveBeenCalledOnce();
  });
});
