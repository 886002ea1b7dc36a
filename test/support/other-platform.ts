/** Makes code believe that it runs on the platform that `VEXTEL_TEST_PLATFORM` names, before any of it is loaded. */
Object.defineProperty(process, "platform", { value: process.env.VEXTEL_TEST_PLATFORM, enumerable: true });
