// What is `{ total }` where `total` is a name of an earlier cell? tslab leaves it as it is; it means `{ total: exports.total }`.
import type ts from "typescript";

/** The file in which tslab declares the names of earlier cells. */
const EARLIER_NAMES = "/__prev__.d.ts";

/** `createWatchProgram` and `visitEachChild` for tslab: it visits the syntax of each cell with them. */
export function createShorthandFix(typescript: typeof ts) {
  const { factory } = typescript;
  let program: ts.Program | undefined;
  return {
    createWatchProgram(host: ts.WatchCompilerHost<ts.BuilderProgram>) {
      const { afterProgramCreate } = host;
      host.afterProgramCreate = (builder) => {
        program = builder.getProgram();
        afterProgramCreate?.call(host, builder);
      };
      return typescript.createWatchProgram(host as ts.WatchCompilerHostOfFilesAndCompilerOptions<ts.BuilderProgram>);
    },

    visitEachChild(node: ts.Node, visitor: ts.Visitor, context: ts.TransformationContext): ts.Node {
      const isEarlier = typescript.isShorthandPropertyAssignment(node) && isEarlierName(node);
      return isEarlier ? writeOut(node, visitor) : typescript.visitEachChild(node, visitor, context);
    },
  };

  function isEarlierName(node: ts.ShorthandPropertyAssignment): boolean {
    const written = typescript.getParseTreeNode(node);
    const symbol = written && program?.getTypeChecker().getShorthandAssignmentValueSymbol(written);
    return (
      symbol?.declarations?.some((declaration) => declaration.getSourceFile().fileName.endsWith(EARLIER_NAMES)) === true
    );
  }

  function writeOut(node: ts.ShorthandPropertyAssignment, visitor: ts.Visitor): ts.PropertyAssignment {
    const name = node.name.text;
    const value = factory.createPropertyAccessExpression(factory.createIdentifier("exports"), name);
    const fallback =
      node.objectAssignmentInitializer &&
      (typescript.visitNode(node.objectAssignmentInitializer, visitor) as ts.Expression);
    const written = factory.createPropertyAssignment(
      name,
      fallback ? factory.createAssignment(value, fallback) : value,
    );
    return typescript.setTextRange(written, node);
  }
}
