/** What of package.json concerns developers only. */
const DEVELOPMENT = ['private', 'scripts', 'dependencies', 'devDependencies', 'overrides'];

/**
 * The package.json of the package.
 * @param repository the address that relative links in the README are completed with
 */
export function packagedManifest(
  manifest: Readonly<Record<string, unknown>>,
  repository?: string,
): Record<string, unknown> {
  const kept = Object.entries(manifest).filter(([key]) => !DEVELOPMENT.includes(key));
  return { ...Object.fromEntries(kept), ...(repository !== undefined && { repository }) };
}
