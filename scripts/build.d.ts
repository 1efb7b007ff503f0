/** Brings dist/ up to date with src/; does nothing when it is. */
export function build(): Promise<void>;
