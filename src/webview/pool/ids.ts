import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** What the ids of one model's results begin with: two models on one page must not share them. */
export const IdPrefix = createContext('');

/** An id that is this model's own. */
export function useOwnId(name: string): string {
  return useContext(IdPrefix) + name;
}
