/**
 * What stands around a text whose vector is read off a mask (Jiang et al., PromptBERT, 2022, the template
 * `This sentence : "[X]" means [MASK] .`); in Chinese for a text with Chinese characters.
 */
export function promptAround(text: string, mask: string): { before: string; after: string } {
  return /\p{Script=Han}/u.test(text)
    ? { before: '“', after: `”这句话的意思是${mask}。` }
    : { before: 'This sentence: "', after: `" means ${mask}.` };
}
