import { describe, expect, it } from 'vitest';
import { excerptAround, windowsAround } from '../../src/core/windows.js';

describe('windowsAround', () => {
  it('takes everything when it fits', () => {
    expect(windowsAround([0, 9], 10, 10)).toEqual([{ start: 0, end: 10, places: [0, 9] }]);
  });

  it('sees as much before a place as behind it', () => {
    expect(windowsAround([50], 100, 10)).toEqual([{ start: 46, end: 56, places: [50] }]);
  });

  it('moves a window that would stick out at an end inwards', () => {
    expect(windowsAround([1], 100, 10)).toEqual([{ start: 0, end: 10, places: [1] }]);
    expect(windowsAround([99], 100, 10)).toEqual([{ start: 90, end: 100, places: [99] }]);
  });

  it('puts neighbours in one window and distant places in windows of their own', () => {
    const windows = windowsAround([10, 12, 80], 100, 20);
    expect(windows.map(({ places }) => places)).toEqual([[10, 12], [80]]);
  });

  it('contains every place exactly once, whatever the numbers', () => {
    for (let length = 1; length <= 40; length++) {
      for (let capacity = 1; capacity <= 12; capacity++) {
        const places = Array.from({ length }, (_, i) => i).filter((i) => (i * 7) % 3 !== 1);
        const windows = windowsAround(places, length, capacity);
        expect(windows.flatMap((window) => window.places)).toEqual(places);
        for (const { start, end, places: own } of windows) {
          expect(end - start).toBe(Math.min(length, capacity));
          expect(own.every((place) => start <= place && place < end)).toBe(true);
        }
      }
    }
  });

  it('makes no window without a place', () => {
    expect(windowsAround([], 10, 5)).toEqual([]);
  });
});

describe('excerptAround', () => {
  it('reaches as far on both sides and stops at the ends of the text', () => {
    expect(excerptAround('abcdefghij', 5, 2)).toEqual({ start: 3, end: 7 });
    expect(excerptAround('abc', 1, 100)).toEqual({ start: 0, end: 3 });
  });

  it('does not cut a surrogate pair', () => {
    expect(excerptAround('a😀b😀c', 3, 1)).toEqual({ start: 3, end: 4 });
    expect(excerptAround('😀b😀', 2, 1)).toEqual({ start: 2, end: 3 });
  });
});
