/**
 * Runs a command: what it returns is the process's exit code. An error becomes one sentence, without a stack, since
 * the errors that reach this place were written to be read.
 */
export async function run(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
