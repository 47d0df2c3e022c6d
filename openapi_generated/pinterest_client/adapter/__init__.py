"""What makes `pinterest` look like the generated client.

From the bottom up; a module imports only from those above it in this list:

- `naming`: how the generated client spells names.
- `method_tables`, `model_tables`: where it differs from what follows by rule.
- `shapes`: what a type of a schema is made of.
- `fields`: the names of a schema's fields in the generated client.
- `plain_data`: values as plain data, and `AnswerDict`, a dict that can be read by attribute.
- `conversion`: from the generated client's values to those of `pinterest.schemas`.
- `simple_models`, `field_types`, `models`: what the generated client's models can do.
- `model_classes`: makes a class for each model.
- `pages`, `answers`: from answers to the generated client's values.
- `arguments`: from the arguments of a generated client's method to those of a typed method.
- `calls`: carries a call out, in the background where that is asked for.
- `api_classes`: makes a class for each group of methods.
- `imports`: makes the modules below `api` and `model` importable.
"""
