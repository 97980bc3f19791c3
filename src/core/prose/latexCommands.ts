const words = (list: string) => new Set(list.split(/\s+/));
const table = (list: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    list.split(/\s+/).map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );

/** Commands whose argument is a unit of its own. */
export const HEADINGS = words(
  'chapter frametitle framesubtitle paragraph part section subparagraph subsection subsubsection subtitle title',
);
/** Commands whose argument is read apart from the sentence that they stand in. */
export const NOTES = words('caption footnote footnotetext marginpar sidenote thanks todo');
/** Commands that are a word of their sentence. */
export const REFERENCES = words(
  `autoref citeauthor citet Citet cref Cref eqref gls Gls lstinline nameref pageref path ref Ref textcite Textcite url vref`,
);
/** Commands whose arguments are no prose. */
export const DROPPED = words(
  `addbibresource addtocounter addtolength author autocite bibitem bibliography bibliographystyle cite citep color date
  DeclareMathOperator def definecolor documentclass email fontsize footcite footnotemark geometry graphicspath hspace
  hypersetup include includegraphics includeonly index input institute label lstset newcommand newcounter newenvironment
  newlength newtheorem nocite pagenumbering pagestyle parencite PassOptionsToPackage pgfplotsset phantom providecommand
  renewcommand renewenvironment RequirePackage rule setcounter setlength selectlanguage thispagestyle tikz tikzset
  usepackage usetheme usetikzlibrary vskip vspace`,
);
/** How many arguments come before the one that is prose. */
export const LEADING: Readonly<Record<string, number>> = {
  ...{ colorbox: 1, foreignlanguage: 1, href: 1, parbox: 1, raisebox: 1, scalebox: 1, textcolor: 1 },
  ...{ multicolumn: 2, multirow: 2, resizebox: 2 },
};
/** The same for environments. */
export const LEADING_ENVIRONMENT: Readonly<Record<string, number>> = {
  ...{ adjustbox: 1, array: 1, column: 1, longtable: 1, minipage: 1, multicols: 1, tabular: 1, wraptable: 2 },
  ...{ tabularx: 2, 'tabular*': 2, wrapfigure: 2 },
};
/** Environments of cells. */
export const TABLES = words('longtable tabular tabular* tabularx');
/** Environments that are a formula, without their star. */
export const FORMULAS = words(
  'align alignat displaymath eqnarray equation flalign gather IEEEeqnarray math multline subequations',
);
/** Other environments that are no prose. */
export const OPAQUE = words(
  `algorithm algorithmic asy comment filecontents forest lstlisting minted picture pgfpicture thebibliography tikzcd
  tikzpicture verbatim Verbatim`,
);
/** Commands that stand for a character; `_` for a space. */
export const CHARACTERS = table(
  `ldots=… dots=… textellipsis=… LaTeX=LaTeX TeX=TeX BibTeX=BibTeX ss=ß o=ø O=Ø ae=æ AE=Æ oe=œ OE=Œ aa=å AA=Å l=ł L=Ł
  i=ı j=ȷ S=§ P=¶ copyright=© textregistered=® texttrademark=™ pounds=£ euro=€ textendash=– textemdash=— textbackslash=\\
  textasciitilde=~ textasciicircum=^ textunderscore=_ textquotedbl=" textquotesingle=' guillemotleft=« guillemotright=»
  quad=_ qquad=_ space=_ newline=_ linebreak=_ enspace=_ thinspace=_ textbar=| textless=< textgreater=> slash=/`,
);
/** Accents as combining characters of Unicode. */
export const ACCENTS: Readonly<Record<string, string>> = {
  ...{ "'": '\u0301', '\x60': '\u0300', '^': '\u0302', '"': '\u0308', '~': '\u0303', '=': '\u0304', '.': '\u0307' },
  ...{ c: '\u0327', v: '\u030c', u: '\u0306', H: '\u030b', k: '\u0328', r: '\u030a', d: '\u0323', b: '\u0331' },
};
