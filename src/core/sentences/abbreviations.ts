const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));

/** Behind these a sentence goes on, whatever follows: titles before names, and Latin in running text. */
const INNER = words(
  `mr mrs ms mx dr prof st rev hon gen col maj capt cmdr lt sgt gov sen rep pres messrs mme mlle fr bro
  e.g eg i.e ie cf vs viz approx ca resp incl excl`,
);
/** Behind these it goes on with a number: `Fig. 3`, `No. 5`, `Jan. 1`. */
const NUMBERED = words(
  `fig figs eq eqs eqn eqns sec secs sect ch chap chaps vol vols no nos nr p pp art app ed para pt tab thm def
  jan feb mar apr jun jul aug sep sept oct nov dec`,
);
/** Behind these it goes on before a name, and ends before a word that begins sentences. */
const NAMES = words('inc ltd co corp bros jr sr mt ft ave blvd rd dept univ assn al ph.d');

/** Words that begin sentences far more often than names do. */
const STARTERS = words(
  `a after all although also an and another as at because before both but by each every finally first for from he her here
  his how however i if in instead it its many maybe meanwhile moreover most my no not now on once one or our perhaps second
  she since so some still such that the their then there therefore these they this those though thus to two we what when
  where which while who why with yes yet you your`,
);

/**
 * Whether the full stop at the end of `before` belongs to an abbreviation, so that the sentence goes on.
 * @param before ends in a full stop
 * @param behind what follows it, without white space before it
 * @param alone whether nothing stands before the abbreviation
 */
export function isAbbreviated(before: string, behind: string, alone: boolean): boolean {
  const word = /(?<![\p{L}\p{M}])[\p{L}\p{M}]+(?:\.[\p{L}\p{M}]+)*(?=\.$)/u.exec(before)?.[0];
  if (word === undefined) return false;
  const key = word.toLowerCase();
  if (INNER.has(key)) return true;
  if (NUMBERED.has(key)) return /^[([]?(?:\p{N}|[A-Z](?![\p{L}])|[IVXLC]+(?![\p{L}]))/u.test(behind);
  const next = /^[\p{L}\p{M}]+/u.exec(behind)?.[0] ?? '';
  const starts = STARTERS.has(next.toLowerCase());
  if (NAMES.has(key)) return !starts;
  // `J. R. R. Tolkien`, `the U.S. Senate`; but `so do I.`
  if (word === 'I') return !starts && (alone || /\p{Lu}[\p{L}.]*\s+I\.$/u.test(before));
  return /^\p{Lu}(?:\.\p{Lu})*$/u.test(word) && /^\p{L}/u.test(behind) && !starts;
}
