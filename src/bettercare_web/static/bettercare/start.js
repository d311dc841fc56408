// Starts the scripts of the NHS.UK components. Every page works without it.
import { initAll } from "../nhsuk/nhsuk-frontend.min.js";
import "./staying.js";

initAll();
