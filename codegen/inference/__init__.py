"""`specloom init`: an sdk.yaml with everything that is inferred without one."""

from codegen.inference.infer import Inferred, infer

__all__ = ["Inferred", "infer"]
