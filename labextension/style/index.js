// Which style sheets does the extension bring?
import "./base.css";
import "./run.css";
import "./graph.css";
import "./slider.css";
import "./detail.css";
import "./values.css";
import "./panel.css";
