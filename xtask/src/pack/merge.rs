//! Several chunks of one split as one module. They import the same memory, table and globals of the main module, put what
//! they share into its table, and define nothing else: their functions and data only have to be numbered on.
#[cfg(test)]
mod tests;

use anyhow::{Result, anyhow, bail};
use std::collections::HashMap;
use std::convert::Infallible;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, DataCountSection, DataSection, ElementSection, EntityType, FunctionSection, ImportSection,
    Module, TypeSection,
};
use wasmparser::{Parser, Payload, TypeRef};

/// One module that does what all do. Fails where one defines what cannot be shared.
pub fn merge(modules: &[Vec<u8>]) -> Result<Vec<u8>> {
    let mut whole = Whole::default();
    let mut parts = Vec::new();
    for bytes in modules {
        parts.push(whole.import(bytes)?);
    }
    // All imported functions come before all that are defined.
    let mut functions = whole.functions;
    for (part, bytes) in parts.iter_mut().zip(modules) {
        part.functions_from = functions;
        functions += whole.define(part, bytes)?;
    }
    Ok(whole.finish())
}

/// Bytes of code and data. A chunk repeats the types of the whole program and names its functions, neither of which travels.
pub fn weight(module: &[u8]) -> Result<u64> {
    let mut bytes = 0;
    for payload in Parser::new(0).parse_all(module) {
        bytes += match payload? {
            Payload::CodeSectionStart { size, .. } => u64::from(size),
            Payload::DataSection(data) => data.range().end - data.range().start,
            _ => 0,
        };
    }
    Ok(bytes)
}

/// What a chunk imports.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Function,
    Table,
    Memory,
    Global,
}

#[derive(Default)]
struct Whole {
    types: TypeSection,
    imports: ImportSection,
    defined: FunctionSection,
    elements: ElementSection,
    code: CodeSection,
    data: DataSection,
    /// How many types, and imported functions.
    type_count: u32,
    functions: u32,
    known: HashMap<(Kind, String, String), u32>,
    counts: HashMap<Kind, u32>,
}

/// How one module's numbers read in the whole.
#[derive(Default)]
struct Part {
    types_from: u32,
    functions_from: u32,
    elements_from: u32,
    data_from: u32,
    imported: HashMap<Kind, Vec<u32>>,
}

impl Whole {
    /// Takes types and imports.
    fn import(&mut self, bytes: &[u8]) -> Result<Part> {
        let mut part = Part { types_from: self.type_count, ..Part::default() };
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::TypeSection(types) => {
                    for group in types.clone() {
                        self.type_count += u32::try_from(group?.types().len())?;
                    }
                    part.parse_type_section(&mut self.types, types).map_err(unreadable)?;
                }
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let import = import?;
                        let kind = kind_of(import.ty)?;
                        let entity = part.entity_type(import.ty).map_err(unreadable)?;
                        let number = self.number(kind, import.module, import.name, entity);
                        part.imported.entry(kind).or_default().push(number);
                    }
                }
                _ => {}
            }
        }
        Ok(part)
    }

    fn number(&mut self, kind: Kind, module: &str, name: &str, entity: EntityType) -> u32 {
        *self.known.entry((kind, module.to_owned(), name.to_owned())).or_insert_with(|| {
            self.imports.import(module, name, entity);
            let count = self.counts.entry(kind).or_default();
            *count += 1;
            if kind == Kind::Function {
                self.functions = *count;
            }
            *count - 1
        })
    }

    /// Takes what it defines; answers how many functions.
    fn define(&mut self, part: &mut Part, bytes: &[u8]) -> Result<u32> {
        (part.elements_from, part.data_from) = (self.elements.len(), self.data.len());
        let mut functions = 0;
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::FunctionSection(section) => {
                    functions = section.count();
                    part.parse_function_section(&mut self.defined, section).map_err(unreadable)?;
                }
                Payload::ElementSection(section) => {
                    part.parse_element_section(&mut self.elements, section).map_err(unreadable)?;
                }
                Payload::CodeSectionEntry(body) => {
                    part.parse_function_body(&mut self.code, body).map_err(unreadable)?;
                }
                Payload::DataSection(section) => {
                    part.parse_data_section(&mut self.data, section).map_err(unreadable)?;
                }
                Payload::Version { .. }
                | Payload::TypeSection(_)
                | Payload::ImportSection(_)
                | Payload::DataCountSection { .. }
                | Payload::CodeSectionStart { .. }
                | Payload::CustomSection(_)
                | Payload::End(_) => {}
                Payload::ExportSection(none) if none.count() == 0 => {}
                Payload::GlobalSection(none) if none.count() == 0 => {}
                Payload::TableSection(none) if none.count() == 0 => {}
                Payload::MemorySection(none) if none.count() == 0 => {}
                other => bail!("a chunk has a part that cannot be put together: {other:?}"),
            }
        }
        Ok(functions)
    }

    fn finish(self) -> Vec<u8> {
        let mut module = Module::new();
        module
            .section(&self.types)
            .section(&self.imports)
            .section(&self.defined)
            .section(&self.elements)
            .section(&DataCountSection { count: self.data.len() })
            .section(&self.code)
            .section(&self.data);
        module.finish()
    }
}

impl Part {
    fn import_or(&self, kind: Kind, index: u32, defined_from: u32) -> u32 {
        let imported = self.imported.get(&kind).map_or(&[][..], Vec::as_slice);
        let own = u32::try_from(imported.len()).unwrap_or(u32::MAX);
        imported.get(index as usize).copied().unwrap_or_else(|| index - own + defined_from)
    }
}

impl Reencode for Part {
    type Error = Infallible;

    fn type_index(&mut self, index: u32) -> Result<u32, Error<Infallible>> {
        Ok(index + self.types_from)
    }

    fn function_index(&mut self, index: u32) -> Result<u32, Error<Infallible>> {
        Ok(self.import_or(Kind::Function, index, self.functions_from))
    }

    fn global_index(&mut self, index: u32) -> Result<u32, Error<Infallible>> {
        Ok(self.import_or(Kind::Global, index, 0))
    }

    fn memory_index(&mut self, index: u32) -> Result<u32, Error<Infallible>> {
        Ok(self.import_or(Kind::Memory, index, 0))
    }

    fn table_index(&mut self, index: u32) -> Result<u32, Error<Infallible>> {
        Ok(self.import_or(Kind::Table, index, 0))
    }

    fn element_index(&mut self, index: u32) -> Result<u32, Error<Infallible>> {
        Ok(index + self.elements_from)
    }

    fn data_index(&mut self, index: u32) -> Result<u32, Error<Infallible>> {
        Ok(index + self.data_from)
    }
}

fn kind_of(ty: TypeRef) -> Result<Kind> {
    Ok(match ty {
        TypeRef::Func(_) | TypeRef::FuncExact(_) => Kind::Function,
        TypeRef::Table(_) => Kind::Table,
        TypeRef::Memory(_) => Kind::Memory,
        TypeRef::Global(_) => Kind::Global,
        TypeRef::Tag(_) => bail!("a chunk imports an exception tag"),
    })
}

fn unreadable(error: Error<Infallible>) -> anyhow::Error {
    anyhow!("a chunk cannot be read: {error}")
}
