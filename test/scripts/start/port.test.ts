import net from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { choosePort } from "../../../scripts/start/port.mjs";

/** A program of somebody else that holds a port. */
async function takePort(port: number): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as net.AddressInfo).port;
}

test("a port that the user insists on and that is taken is an error with a way out", async () => {
  const port = await takePort(0);
  await expect(choosePort(port)).rejects.toMatchObject({
    message: `Port ${port} is taken by another program.`,
    remedy: expect.stringContaining(`npm start -- --port ${port + 1}`),
  });
});

test("without a wish a taken port is passed over for a free one, and that is known", async () => {
  await takePort(8888).catch(() => {});
  const { port, isUsual } = await choosePort(undefined);
  expect(port).toBeGreaterThan(8888);
  expect(isUsual).toBe(false);
});

test("a free port that the user insists on is used", async () => {
  const { port } = await choosePort(0);
  expect(await choosePort(port)).toEqual({ port, isUsual: true });
});
