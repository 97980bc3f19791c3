let messages: Readonly<Record<string, string>> = {};

/** Sets the messages of the display language. */
export function speak(translated: Readonly<Record<string, string>>): void {
  messages = translated;
}

/** As `vscode.l10n.t`, which webviews do not have: the message in the display language, with `{0}` ... filled in. */
export function t(message: string, ...values: (string | number)[]): string {
  return (messages[message] ?? message).replace(/\{(\d)\}/g, (_, place) => String(values[place]));
}
