/** Sentences of our own for self-tests: ordinary text of the kinds that models are made for. */
export const SELF_TEST_SENTENCES: readonly string[] = [
  'The train to the coast leaves every morning at half past seven.',
  'She put the letter back into the drawer and said nothing about it.',
  'In the first year of the war, the price of bread doubled in the cities.',
  'Water boils at a lower temperature in the mountains than by the sea.',
  'If the function returns an empty list, the caller must not write to the file.',
  'He was not sure whether the old bridge would hold another winter.',
  'The committee published its report in March, and the minister resigned a week later.',
  'Can you tell me where the nearest post office is?',
  'Most of the songs on the album were written by her brother.',
  '春天来了，公园里的花都开了。',
  '他每天早上坐地铁去学校上课。',
  '这本书介绍了中国古代的历史和文化。',
];
