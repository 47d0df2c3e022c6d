"""Makes `pinterest` look like the generated client.

A module may import only modules above it in this list:

- `naming`: converts names to snake_case as the generated client does.
- `method_tables`, `model_tables`: exceptions to the rules for names and models.
- `shapes`: finds the schemas that a type contains, and the types of its list items and mapping values.
- `fields`: the names of a schema's fields in the generated client.
- `plain_data`: converts values to plain data; `ResponseDict` is a dict with attribute access.
- `conversion`: converts values of the generated client, such as its models, to values that `pinterest` accepts.
- `simple_models`, `field_types`, `models`: the base classes of the models.
- `model_classes`: creates the model classes.
- `pages`, `responses`: converts the results of typed methods to the models and pages that the generated client returns.
- `arguments`: converts the arguments of the generated client's methods to those of typed methods.
- `calls`: makes calls, with `async_req` in another thread.
- `api_classes`: creates the API classes.
- `imports`: creates the modules below `api` and `model` when they are imported.
"""
