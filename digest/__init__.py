"""Digest: a folder of articles in, one themed edition of a newsletter out.

The public Python API is `build_edition`, `render_edition`, the types of `digest.model`
and the errors of `digest.errors`; the command line is a thin shell over them.
"""
