"""Makes `pinterest` look like the generated client.

A module may import only modules above it in this list:

- `naming`: how the generated client spells names.
- `method_tables`, `model_tables`: exceptions to the rules.
- `shapes`: the parts of a type in a schema.
- `fields`: the names of a schema's fields in the generated client.
- `plain_data`: plain data, and `AnswerDict`, a dict that can be read by attribute.
- `conversion`: the generated client's values as values of `pinterest.schemas`.
- `simple_models`, `field_types`, `models`: the base classes of the models.
- `model_classes`: makes the classes of the models.
- `pages`, `answers`: answers of typed methods as the generated client returns them.
- `arguments`: arguments of the generated client's methods as those of typed methods.
- `calls`: makes calls, in the background if the caller wants it.
- `api_classes`: makes the api classes.
- `imports`: makes the modules below `api` and `model` importable.
"""
