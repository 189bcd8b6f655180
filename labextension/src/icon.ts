// What is the sign of Cellar's panel and commands?
import { LabIcon } from "@jupyterlab/ui-components";

export const runsIcon = new LabIcon({
  name: "cellar:runs",
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24"><g class="jp-icon3" fill="#616161">' +
    '<rect x="2" y="3" width="8" height="6" rx="2"/><rect x="2" y="15" width="8" height="6" rx="2"/><rect x="14" y="9" width="8" height="6" rx="2"/>' +
    '<path d="M10 5.2h1.6c1.2 0 2.2 1 2.2 2.2v1.6h-1.6V7.4a.6.6 0 0 0-.6-.6H10zM10 17.2h1.6a.6.6 0 0 0 .6-.6V15h1.6v1.6c0 1.2-1 2.2-2.2 2.2H10z"/></g></svg>',
});
