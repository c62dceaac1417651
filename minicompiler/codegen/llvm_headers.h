// The LLVM headers that code generation uses, as one precompiled header. Internal to codegen/.
#ifndef PARAUDIT_MINICOMPILER_CODEGEN_LLVM_HEADERS_H
#define PARAUDIT_MINICOMPILER_CODEGEN_LLVM_HEADERS_H

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/DerivedTypes.h>
#include <llvm/IR/Function.h>
#include <llvm/IR/GlobalVariable.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Intrinsics.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/MDBuilder.h>
#include <llvm/IR/Module.h>

#endif
