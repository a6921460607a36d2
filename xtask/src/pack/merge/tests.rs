use super::merge;
use std::borrow::Cow;
use wasm_encoder::{
    CodeSection, ConstExpr, DataCountSection, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, Function, FunctionSection, ImportSection, Instruction, MemoryType, Module, RefType,
    TableType, TypeSection, ValType,
};
use wasmparser::{ElementItems, Operator, Parser, Payload, Validator};

/// A chunk as the split makes them: its one function calls what all chunks import, what only this one does, and itself; it
/// stands in the table, and there are data.
fn chunk(own: &str, place: i32, exports: bool) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    types.ty().function([ValType::I32], []);
    let table = TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: 9,
        maximum: None,
        shared: false,
    };
    let memory =
        MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None };
    let mut imports = ImportSection::new();
    imports.import("__wasm_split", "memory", EntityType::Memory(memory));
    imports.import("__wasm_split", "__indirect_function_table", EntityType::Table(table));
    imports.import("glue", own, EntityType::Function(0));
    imports.import("glue", "shared", EntityType::Function(0));
    let mut functions = FunctionSection::new();
    functions.function(1);
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(place), Elements::Functions(Cow::Borrowed(&[2])));
    let mut function = Function::new([]);
    for instruction in [
        Instruction::Call(0),
        Instruction::Call(1),
        Instruction::DataDrop(0),
        Instruction::LocalGet(0),
        Instruction::Call(2),
        Instruction::End,
    ] {
        function.instruction(&instruction);
    }
    let mut code = CodeSection::new();
    code.function(&function);
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(place * 8), *b"words");
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions);
    if exports {
        let mut exports = ExportSection::new();
        exports.export("own", ExportKind::Func, 2);
        module.section(&exports);
    }
    module.section(&elements).section(&DataCountSection { count: 1 }).section(&code).section(&data);
    module.finish()
}

/// What a module has, in its order.
fn read(module: &[u8]) -> Vec<String> {
    let mut told = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload.unwrap() {
            Payload::ImportSection(imports) => {
                told.extend(imports.into_imports().map(|import| import.unwrap().name.to_owned()));
            }
            Payload::FunctionSection(types) => {
                told.extend(types.into_iter().map(|ty| format!("type {}", ty.unwrap())));
            }
            Payload::ElementSection(elements) => {
                for element in elements {
                    if let ElementItems::Functions(functions) = element.unwrap().items {
                        told.extend(functions.into_iter().map(|of| format!("element {}", of.unwrap())));
                    }
                }
            }
            Payload::DataCountSection { count, .. } => told.push(format!("{count} data")),
            Payload::CodeSectionEntry(body) => {
                for operator in body.get_operators_reader().unwrap() {
                    match operator.unwrap() {
                        Operator::Call { function_index } => told.push(format!("call {function_index}")),
                        Operator::DataDrop { data_index } => told.push(format!("drop {data_index}")),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    told
}

#[test]
fn chunks_that_are_one_module_do_what_each_did() {
    let parts = [chunk("one", 1, false), chunk("two", 2, false)];
    for part in &parts {
        Validator::new().validate_all(part).unwrap();
    }
    let whole = merge(&parts).unwrap();
    Validator::new().validate_all(&whole).unwrap();
    let imports = ["memory", "__indirect_function_table", "one", "shared", "two"];
    let defined = ["type 1", "type 3", "element 3", "element 4", "2 data"];
    let code = ["call 0", "call 1", "drop 0", "call 3", "call 2", "call 1", "drop 1", "call 4"];
    assert_eq!(read(&whole), [&imports[..], &defined, &code].concat());
}

#[test]
fn a_chunk_with_what_cannot_be_shared_is_refused() {
    assert!(merge(&[chunk("one", 1, true)]).is_err());
}
