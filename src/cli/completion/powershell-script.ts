const straightOnly = `-replace "'", "''"`;
/** PowerShell takes U+2018 to U+201B for quotes as well. */
const everyQuote = `-replace "['\\u2018-\\u201B]", '$0$0'`;

/**
 * Completion for PowerShell, from the library's own script: that one doubles only straight quotes in the words of the
 * command line, so that what follows a curly one in them would be executed.
 */
export const powershellScript = (script: string): string => script.replaceAll(straightOnly, () => everyQuote);

/** What `print` prints through the console, since the library returns no script. */
export function printedBy(print: () => void): string {
  const { log } = console;
  let text = "";
  try {
    console.log = (line: string) => {
      text += `${line}\n`;
    };
    print();
  } finally {
    console.log = log;
  }
  return text;
}
