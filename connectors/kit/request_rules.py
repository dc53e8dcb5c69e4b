"""What goes out: the manifest, golden requests, contracted fields, nobody in an address."""

from __future__ import annotations

from urllib.parse import urlsplit

from connectors.kit.asking import counter
from connectors.kit.dialect import LINK_HEADERS, unchanged
from connectors.kit.field_names import field_names
from connectors.kit.marking import AboutOneDialect, shows
from connectors.kit.people import OPERATOR, holds_nothing_personal
from connectors.kit.scripted import Sent
from gateway.domain.evidence import Cause
from gateway.domain.question import Question


class RequestRules(AboutOneDialect):
    """Rules about what a connector sends."""

    @shows("manifest")
    async def test_the_manifest_is_whole(self) -> None:
        """The connector names its department in both languages and opens as it says."""
        connector = self.dialect.connect()
        assert self.dialect.department == connector.department
        assert all((connector.title.zh, connector.title.en, connector.operations))
        async with counter(self.dialect, self.dialect.script(unchanged)) as desk:
            opened = (desk.source.department, desk.source.operations)
        assert (connector.department, connector.operations) == opened

    @shows("manifest")
    def test_every_operation_has_golden_files(self) -> None:
        """No operation is offered without a request and a reply that show it."""
        suffix = self.dialect.request_suffix or self.dialect.document
        wanted = {
            f"{operation}.{name}"
            for operation in self.dialect.connect().operations
            for name in (f"request.{suffix}", f"reply.{self.dialect.document}")
        }
        assert set() == wanted - {path.name for path in self.dialect.golden.iterdir()}

    @shows("requests")
    async def test_a_request_is_its_golden_file(self, operation: str) -> None:
        """Every operation is asked with exactly the bytes of its golden request."""
        asked = [
            self.dialect.read_request(sent)
            for sent in await self._send(self.dialect.question(operation))
            if self.dialect.carries_question(sent)
        ]
        assert [self.dialect.plain_request(operation)] == asked

    @shows("contract")
    async def test_requests_and_replies_keep_the_contract(self, operation: str) -> None:
        """What is sent, and what the golden reply answers, keep the schemas call by call."""
        contract = self.dialect.contract
        assert contract is not None, "give the contract's schemas, or exempt the rule"
        script, problems = self.dialect.script(unchanged, operation), []
        for sent in await self._send(self.dialect.question(operation)):
            path = urlsplit(sent.target).path
            problems += contract.of_request(path, sent.body)
            problems += contract.of_reply(path, script(sent).raw.partition(b"\r\n\r\n")[2])
        assert [] == problems

    @shows("contract")
    async def test_the_contract_refuses_unknown_codes(self) -> None:
        """A schema that takes everything shows nothing: it refuses a code of no table."""
        contract = self.dialect.contract
        assert contract is not None, "give the contract's schemas, or exempt the rule"
        refused = [
            contract.of_reply(path, self.dialect.encode(change(self.dialect.plain(operation))))
            for operation, change, cause in self.dialect.misreadings.values()
            if cause is Cause.UNKNOWN_CODE
            for path in [await self._last_path(operation)]
        ]
        assert any(refused)

    @shows("fields")
    async def test_only_contracted_fields_are_sent(self, operation: str) -> None:
        """No request of any call holds a field that the contract does not name."""
        names: set[str] = set()
        for sent in await self._send(self.dialect.question(operation)):
            names |= field_names(self.dialect.read_request(sent))
            names |= field_names(urlsplit(sent.target).query)
        assert names
        assert set() == names - self.dialect.fields

    @shows("addresses")
    async def test_addresses_and_headers_name_nobody(self, operation: str) -> None:
        """Every call goes to an address of the contract; no header holds a number or a name."""
        for sent in await self._send(self.dialect.question(operation)):
            assert sent.method in self.dialect.methods
            assert urlsplit(sent.target).path in self.dialect.paths
            assert set() == set(sent.headers) - LINK_HEADERS - self.dialect.headers
            assert holds_nothing_personal(sent.target + str(dict(sent.headers)))

    @shows("operator")
    async def test_the_operator_goes_where_the_contract_wants_it(self, operation: str) -> None:
        """Whoever acts at the requester's is told if the contract demands it, and else not."""
        calls = await self._send(self.dialect.question(operation))
        said = "".join(map(self.dialect.said, calls))
        told = {OPERATOR.number in said, OPERATOR.name in said}
        assert {self.dialect.knows_operator} == told

    async def _last_path(self, operation: str) -> str:
        *_, last = await self._send(self.dialect.question(operation))
        return urlsplit(last.target).path

    async def _send(self, question: Question) -> list[Sent]:
        script = self.dialect.script(unchanged, question.operation)
        async with counter(self.dialect, script) as desk:
            await desk.ask(question)
            return desk.department.sent
