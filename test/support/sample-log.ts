/** A bot's log with one error for each name, one second apart. */
export const sampleLog = (...names: readonly string[]): string => names.map(sampleError).join("");

const sampleError = (name: string, index: number) => {
  const time = new Date(Date.UTC(2026, 0, 2, 3, 4, 5 + index)).toISOString().slice(0, 19).replace("T", " ");
  return `[${time}] [INFO] red.weather: asked for a forecast
[${time}] [ERROR] red.weather: Exception in command 'forecast'
Traceback (most recent call last):
  File "/opt/bot/cogs/weather/forecast.py", line 41, in forecast
    return table[name]
KeyError: '${name}'
`;
};

/** A number in letters, because errors that differ only in numbers are equal. */
export const inLetters = (number: number | string): string =>
  String(number).replace(/\d/g, (digit) => "abcdefghij".charAt(Number(digit)));
