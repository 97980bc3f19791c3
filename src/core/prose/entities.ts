/** The named characters of HTML that stand in ordinary prose; the other two thousand are left as they are written. */
const NAMED: Readonly<Record<string, string>> = Object.fromEntries(
  `amp=& lt=< gt=> quot=" apos=' copy=© reg=® trade=™ deg=° sect=§ para=¶ middot=· bull=• hellip=… ndash=– mdash=—
  lsquo=‘ rsquo=’ sbquo=‚ ldquo=“ rdquo=” bdquo=„ laquo=« raquo=» lsaquo=‹ rsaquo=› times=× divide=÷ plusmn=± minus=−
  rarr=→ larr=← euro=€ pound=£ yen=¥ cent=¢ iexcl=¡ iquest=¿ frac12=½ frac14=¼ frac34=¾ ordf=ª ordm=º
  agrave=à aacute=á acirc=â atilde=ã auml=ä aring=å aelig=æ ccedil=ç egrave=è eacute=é ecirc=ê euml=ë
  igrave=ì iacute=í icirc=î iuml=ï ntilde=ñ ograve=ò oacute=ó ocirc=ô otilde=õ ouml=ö oslash=ø oelig=œ szlig=ß
  ugrave=ù uacute=ú ucirc=û uuml=ü yacute=ý yuml=ÿ Agrave=À Aacute=Á Acirc=Â Auml=Ä Aring=Å AElig=Æ Ccedil=Ç
  Egrave=È Eacute=É Ecirc=Ê Ntilde=Ñ Ouml=Ö Oslash=Ø OElig=Œ Uuml=Ü`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
);

/** Those that are white space, or none at all. */
const SPACES: Readonly<Record<string, string>> = {
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  shy: '',
  zwj: '',
  zwnj: '',
};

/** The character that a reference such as `&eacute;` or `&#233;` stands for; undefined when it is not known. */
export function decodeEntity(reference: string): string | undefined {
  const name = reference.slice(1, -1);
  if (!name.startsWith('#')) return own(NAMED, name) ?? own(SPACES, name);
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return valid ? String.fromCodePoint(code) : undefined;
}

function own(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
