"""Callbacks: what the server sends to an address that a request gave it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage

JOBS = """
openapi: 3.1.0
info: {title: Jobs, version: '1'}
servers: [{url: 'https://jobs.example'}]
components:
  schemas:
    Progress: {type: object, required: [share], properties: {share: {type: number}}}
  callbacks:
    closed:
      '{$request.body#/url}':
        post:
          requestBody:
            content:
              application/json:
                schema: {type: object, required: [why], properties: {why: {type: string}}}
          responses: {'200': {description: thanks}}
paths:
  /jobs:
    post:
      operationId: startJob
      requestBody:
        required: true
        content:
          application/json: {schema: {type: object, properties: {url: {type: string}}}}
      responses: {'204': {description: ok}}
      callbacks:
        onDone:
          x-note: not an expression
          '{$request.body#/url}/done':
            post:
              summary: The job is over.
              requestBody:
                content:
                  application/json:
                    schema:
                      type: object
                      required: [id]
                      properties: {id: {type: integer}, result: {type: object, properties: {}}}
              responses: {'200': {description: thanks}}
            put:
              requestBody:
                content:
                  application/json: {schema: {type: array, items: {type: string}}}
              responses: {'200': {description: thanks}}
        onProgress:
          '{$request.body#/url}/progress':
            post:
              requestBody:
                content: {application/json: {schema: {$ref: '#/components/schemas/Progress'}}}
              responses: {'200': {description: thanks}}
        ping:
          '{$request.body#/url}/ping': {get: {responses: {'204': {description: still here}}}}
        closed: {$ref: '#/components/callbacks/closed'}
  /jobs/{id}/retry:
    post:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: ok}}
      callbacks:
        onDone:
          '{$request.query.url}':
            post:
              requestBody:
                content:
                  application/json:
                    schema: {type: object, required: [again], properties: {again: {type: boolean}}}
              responses: {'200': {description: thanks}}
        closed: {$ref: '#/components/callbacks/closed'}
"""


@pytest.fixture(scope="module")
def jobs(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=JOBS)


@pytest.mark.parametrize(
    ("name", "body", "attribute", "value"),
    [
        ("StartJobOnDoneCallback", '{"id": 3, "result": {}}', "id", 3),
        ("Progress", '{"share": 0.5}', "share", 0.5),
        ("ClosedCallback", '{"why": "w"}', "why", "w"),
        ("PostJobsIdRetryOnDoneCallback", '{"again": true}', "again", True),
    ],
)
def test_payloads_are_models(
    jobs: GeneratedPackage, name: str, body: str, attribute: str, value: object
) -> None:
    model: Any = getattr(jobs.module("types"), name)
    assert getattr(model.model_validate_json(body), attribute) == value
    assert name in jobs.files["api.md"]


def test_a_second_request_of_one_callback(jobs: GeneratedPackage) -> None:
    assert jobs.module("types").StartJobOnDoneCallbackPut == list[str]


def test_the_method_says_what_comes(jobs: GeneratedPackage) -> None:
    doc = jobs.module("resources.jobs").Jobs.create.__doc__
    assert " ".join(doc.split()).endswith(
        "Callbacks: onDone: `StartJobOnDoneCallback` by POST to `{$request.body#/url}/done`. "
        "The job is over. onDone: `StartJobOnDoneCallbackPut` by PUT to "
        "`{$request.body#/url}/done`. onProgress: `Progress` by POST to "
        "`{$request.body#/url}/progress`. ping: GET to `{$request.body#/url}/ping`. "
        "closed: `ClosedCallback` by POST to `{$request.body#/url}`."
    )
