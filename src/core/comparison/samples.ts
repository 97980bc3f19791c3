import type { Sentences, TextPair } from './comparison.js';

/** Pairs by meaning, with scores from 0 (nothing in common) to 5 (the same), given by hand after the guidelines of STS. */
type Scored = readonly [first: string, second: string, gold: number];

const ENGLISH: readonly Scored[] = [
  ['A man is playing a guitar on the street.', 'A musician is playing an instrument outside.', 4],
  ['The chef is cooking pasta for the guests.', 'Dinner is being prepared in the kitchen.', 3],
  ['Share prices fell sharply on Monday.', 'The stock market lost value at the start of the week.', 4.5],
  ['The baby is sleeping in its bed.', 'The child has been put to bed and is asleep.', 4.5],
  ['Rain is expected in the north tomorrow.', 'Tomorrow it will rain in the north.', 5],
  ['She repaired the old bicycle herself.', 'He bought a new bicycle for his daughter.', 1.5],
  ['The bank raised its interest rates.', 'The children played on the bank of the river.', 0.5],
  ['The train was late because of the snow.', 'Snow on the tracks delayed the train.', 4.8],
  ['The film was not good at all.', 'The film was very good.', 1.5],
  ['A dog chases a cat across the garden.', 'A cat chases a dog across the garden.', 2.5],
  ['The museum opens at nine in the morning.', 'The museum is closed on Mondays.', 1.5],
  ['Scientists have found a new kind of beetle.', 'The price of bread has gone up again.', 0],
  ['The team won the game in the last minute.', 'A late goal decided the match for the team.', 4],
  ['He reads the newspaper every morning.', 'The newspaper was founded a hundred years ago.', 1],
  ['The old bridge was closed for repairs.', 'Traffic cannot use the old bridge while it is being repaired.', 4.2],
  ['My grandmother tells wonderful stories.', 'The computer has to be started again.', 0],
];

const CHINESE: readonly Scored[] = [
  ['一个男人在街上弹吉他。', '一位音乐家在室外演奏乐器。', 4],
  ['厨师正在为客人煮面条。', '厨房里正在准备晚饭。', 3],
  ['周一股价大幅下跌。', '本周一开始股市就跌了。', 4.5],
  ['婴儿正在床上睡觉。', '孩子已经上床睡着了。', 4.5],
  ['明天北方有雨。', '北方明天会下雨。', 5],
  ['她自己修好了旧自行车。', '他给女儿买了一辆新自行车。', 1.5],
  ['火车因为下雪晚点了。', '大雪使火车延误。', 4.8],
  ['这部电影一点也不好看。', '这部电影非常好看。', 1.5],
  ['狗在花园里追猫。', '猫在花园里追狗。', 2.5],
  ['博物馆上午九点开门。', '博物馆每周一闭馆。', 1.5],
  ['科学家发现了一种新甲虫。', '面包又涨价了。', 0],
  ['球队在最后一分钟赢得了比赛。', '一个迟来的进球决定了这支球队的胜利。', 4],
];

/** Sentences to begin with, in the language of the display. */
export function sampleSentences(language: string): Sentences {
  const scored = language.toLowerCase().startsWith('zh') ? CHINESE : ENGLISH;
  const texts = scored.flatMap((pair) => pair.slice(0, 2) as string[]);
  const pairs = scored.map(([, , gold], p): TextPair => ({ i: 2 * p, j: 2 * p + 1, gold }));
  return { texts, pairs };
}
