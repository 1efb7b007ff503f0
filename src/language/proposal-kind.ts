const WORDS = {
  suggestion: /建议|提议|意见|\bsuggest/i,
  complaint: /投诉|举报|\bcomplain/i,
  help: /求助|帮帮|\bneeds? (?:some )?help\b/i,
} as const;

/** The one kind of proposal that is named, if one is: { kind: 'complaint' }. */
export function proposalKindIn(text: string): { kind?: string } {
  const named = Object.entries(WORDS).flatMap(([kind, words]) => (words.test(text) ? [kind] : []));
  const [kind] = named;
  return kind === undefined || named.length > 1 ? {} : { kind };
}
