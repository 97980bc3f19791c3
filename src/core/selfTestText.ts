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
  'The river floods the lower fields almost every spring.',
  'They had been married for thirty years and had never travelled abroad.',
  'A new version of the library was released yesterday, but the documentation is not ready.',
  'Nobody expected the small company to win the contract.',
  'The museum is closed on Mondays and on public holidays.',
  'After the storm, the fishermen found their boats far up on the beach.',
  'The teacher asked the children to draw what they had seen on the way to school.',
  'Gold is heavier than silver, and it does not rust.',
  'The village lies in a narrow valley, an hour from the nearest town.',
  'I would like to book a table for two people at eight o’clock tonight.',
  'The study found no difference between the two groups of patients.',
  'His first novel was a failure, but the second made him famous.',
  'The law does not say who has to pay for the repair of the road.',
  'Birds that spend the winter in the south come back in April.',
  'When the lights went out, everybody in the theatre began to talk.',
  '春天来了，公园里的花都开了。',
  '他每天早上坐地铁去学校上课。',
  '这本书介绍了中国古代的历史和文化。',
  '这座城市位于河流的北岸，人口超过一百万。',
  '昨天晚上下了一场大雨，路上到处都是水。',
  '她在大学里学习音乐，毕业以后成为一名老师。',
];

const isChinese = (sentence: string) => /\p{Script=Han}/u.test(sentence);

/** What a self-test reads: the sentences, and texts of 100 tokens or so, since some kernels go wrong in long ones alone. */
export const SELF_TEST_TEXTS: readonly string[] = [
  ...SELF_TEST_SENTENCES,
  SELF_TEST_SENTENCES.filter((sentence) => !isChinese(sentence))
    .slice(0, 7)
    .join(' '),
  SELF_TEST_SENTENCES.filter(isChinese).join(''),
];
