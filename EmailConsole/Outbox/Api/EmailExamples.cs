namespace EmailConsole.Outbox.Api;

/// <summary>Requests that work as they stand, and what they are answered with.</summary>
internal static class EmailExamples
{
    public const string New =
        """
        {"to":["Some One <someone@example.com>"],"subject":"Your sign-in code","text":"Your code is 421337.",
         "html":"<p><img src=\"cid:logo\" alt=\"Foo\"> Your code is <b>421337</b>.</p>",
         "attachments":[{"name":"logo.png","contentType":"image/png","contentId":"logo",
                         "content":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="}],
         "priority":"high","timeToLive":300,"metadata":{"flow":"sign-in"}}
        """;

    /// <summary>The fields of a form.</summary>
    public const string NewForm =
        """
        {"to":"someone@example.com","subject":"Your sign-in code","contentType":"text/html","body":"<p>Your code is <b>421337</b>.</p>",
         "footer":"<p>Foo</p>","priority":"high","timeToLive":300}
        """;

    public const string NewBatch =
        """
        {"emails":[{"to":["one@example.com"],"subject":"News","text":"What is new.","priority":"bulk"},
                   {"to":["two@example.com"],"subject":"News","text":"What is new.","priority":"bulk"}]}
        """;

    public const string Accepted = """{"id":"01930000-0000-7000-8000-000000000000","status":"queued"}""";

    public const string BatchAnswer =
        """
        {"results":[{"code":202,"id":"01930000-0000-7000-8000-000000000000","status":"queued"},
                    {"code":400,"detail":"The message is not valid; see errors, field by field.","errors":{"subject":["This is required."]}}]}
        """;

    public const string Retried = """{"retried":47,"scheduled":2}""";

    public const string Story = $$"""
        {"attempts":[{"number":1,"startedAt":"2030-01-31T12:00:00.0118Z","durationMs":41.2,"outcome":"failed","stage":"recipient",
                      "kind":"recipientRefused","blame":"recipient","replyCode":451,"enhancedCode":"4.7.1","reply":"451 4.7.1 Try again later",
                      "cause":"The server wants to see the message again later.","cure":"Nothing: it is tried again by itself."}],
         "contentStored":true,{{Members}}}
        """;

    public const string Page = $$$"""{"emails":[{{{{Members}}}}],"next":"019300000000700080000000000000aa"}""";

    private const string Members =
        """
        "id":"01930000-0000-7000-8000-000000000000","status":"retrying","priority":"high","acceptedAt":"2030-01-31T12:00:00Z",
        "nextAttemptAt":"2030-01-31T12:00:05.8Z","expiresAt":"2030-01-31T12:05:00Z","messageId":"01930000000070008000000000000000@foo.com",
        "size":1190,"attemptCount":1,"reply":"451 4.7.1 Try again later","metadata":{"flow":"sign-in"},
        "recipients":[{"address":"someone@example.com","kind":"to","status":"retrying","replyCode":451,"reply":"451 4.7.1 Try again later"}]
        """;
}
