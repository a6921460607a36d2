// `node optimise.mjs FILE…`: makes WebAssembly small in place. One process for many files: starting binaryen takes longer than most of them.
import { readFileSync, writeFileSync } from 'node:fs'
import binaryen from 'binaryen'

const { Features } = binaryen
// What rustc's own features need, and what every browser with WebAssembly of today has.
const features =
  Features.BulkMemory |
  Features.BulkMemoryOpt |
  Features.NontrappingFPToInt |
  Features.SignExt |
  Features.MutableGlobals |
  Features.ReferenceTypes |
  Features.CallIndirectOverlong |
  Features.Multivalue
// What `wasm-opt -Oz` sets.
binaryen.setOptimizeLevel(2)
binaryen.setShrinkLevel(2)

for (const file of process.argv.slice(2)) {
  const module = binaryen.readBinary(readFileSync(file))
  module.setFeatures(module.getFeatures() | features)
  module.optimize()
  module.runPasses(['strip-debug', 'strip-producers', 'strip-target-features'])
  writeFileSync(file, module.emitBinary())
  module.dispose()
}
