// What did each run of a lesson plan, and what did it do? Runs as the first cell of a lesson, in the kernel: each `execute` is
// planned before, and plan, behaviors and record are printed, for the test to compare.
import { Builder } from "cellar";

{
  const { build } = Builder.prototype;
  // biome-ignore lint/suspicious/noExplicitAny: a driver of any nodes
  Builder.prototype.build = function (this: Builder<any, any>): any {
    // biome-ignore lint/suspicious/noExplicitAny: the same
    const driver: any = build.call(this);
    const { execute } = driver;
    driver.execute = async (names: readonly string[], asking: object = {}) => {
      const { rows } = await driver.plan(names, asking);
      try {
        return await execute.call(driver, names, asking);
      } finally {
        const record = await driver.cache.run();
        const behaviors = driver.cache.behaviors[record.run];
        console.log(`@run ${JSON.stringify({ rows, asking, behaviors, record })}`);
      }
    };
    return driver;
  };
}
