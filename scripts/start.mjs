// `npm start`: sets everything up and opens JupyterLab on the first lesson.
import { main } from "./process/main.mjs";
import { setup } from "./setup/setup.mjs";
import { readStartArguments } from "./start/arguments.mjs";
import { runLab } from "./start/lab.mjs";

const usage = `Usage: npm start [-- OPTION ...]

Sets everything up and opens JupyterLab on the first lesson.

  --no-browser      print the address, open no browser
  --port N          serve on this port, or fail; without it the first free one from 8888 is used
  --help            print this
  anything else     goes to JupyterLab; a notebook (*.ipynb) replaces the lesson

Ctrl-C stops it.`;

main(async () => {
  const options = readStartArguments(process.argv.slice(2));
  if (options.help) {
    console.log(usage);
    return 0;
  }
  await setup();
  return runLab(options);
});
