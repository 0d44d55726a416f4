"""The embedded start: PostgreSQL, Valkey and every process of the system on one machine, from wheels.

Not for production: a newcomer, a demonstration and the tests run on it. Knows Django only as programs to run.
"""
