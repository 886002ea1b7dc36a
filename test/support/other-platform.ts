/** Sets `process.platform` to the value of `VEXTEL_TEST_PLATFORM` before any other code is loaded. */
Object.defineProperty(process, "platform", { value: process.env.VEXTEL_TEST_PLATFORM, enumerable: true });
