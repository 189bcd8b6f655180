// What may others ask about a text? The public entry `cellar/source`; importing it loads no compiler.
export { analyzeFile } from "./analyzeFile.ts";
export { analyzeFunctions } from "./analyzeFunctions.ts";
export { analyzeModule } from "./analyzeModule.ts";
export { isByImportCall } from "./dynamicImport.ts";
export { EMIT_OPTIONS, IMPORT } from "./emit.ts";
export {
  type BoundFacts,
  type CheckFacts,
  type CheckRules,
  type ConditionFacts,
  type Doubt,
  type ExportFacts,
  FACTS_VERSION,
  type FileFacts,
  type FunctionsFacts,
  type ImportFacts,
  type ModifierFacts,
  type ModuleFacts,
  type NodeFacts,
  type ParameterFacts,
  type PartClass,
  type PartFacts,
  type Place,
  type Problem,
  type StepFacts,
  TOP_LEVEL_CODE,
} from "./facts.ts";
export { ADOPT, type NodeFile, type NodeModule, nodeModule } from "./nodeModule.ts";
