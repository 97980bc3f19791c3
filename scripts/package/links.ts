/**
 * A Markdown text whose relative links lead into a repository on the web (laid out as GitHub does): inside a package nothing is
 * where they point. vsce could do this, but takes no brackets in the text of a link.
 */
export function completeLinks(markdown: string, repository: string): string {
  return markdown.replace(/\]\((?!#|\w+:)(?:\.\/)?([^)\s]+)\)/g, (_, path: string) => {
    const view = /\.(png|jpe?g|gif)$/i.test(path) ? 'raw' : 'blob';
    return `](${repository}/${view}/HEAD/${path})`;
  });
}
